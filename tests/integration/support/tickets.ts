const vocabulary: Readonly<Record<string, readonly string[]>> = {
  billing: ['invoice', 'charged', 'refund', 'payment', 'card', 'receipt'],
  login: ['password', 'sign in', 'locked', 'account', 'code', 'reset'],
  shipping: ['parcel', 'delivery', 'courier', 'late', 'address', 'tracking'],
};

export const ticketClasses = Object.keys(vocabulary);

export interface Ticket {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Different little texts that a linear model can tell apart. */
export function makeTickets(count: number): readonly Ticket[] {
  return Array.from({ length: count }, (_, index) => {
    const label = ticketClasses[index % ticketClasses.length]!;
    const words = vocabulary[label]!;
    const first = words[Math.floor(index / 3) % words.length]!;
    const second = words[Math.floor(index / 18) % words.length]!;
    return { id: `t${index}`, text: `My ${first} is wrong, the ${second} too, case ${index}`, label };
  });
}

export function toJsonl(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
