/** Points with their sign: 0.0123 as "+1.2". */
export function formatPoints(difference: number | null): string {
  if (difference === null) return '–';
  const points = (difference * 100).toFixed(1);
  return difference > 0 && points !== '0.0' ? `+${points}` : points.replace('-', '−');
}
