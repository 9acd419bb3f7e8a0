/** A model of Azure's own client for text analysis, as its generated code has it. */
interface Mapper {
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly serializedName?: string;
  readonly type: {
    readonly name: string;
    readonly className?: string;
    readonly uberParent?: string;
    readonly polymorphicDiscriminator?: { readonly serializedName: string };
    readonly modelProperties?: Readonly<Record<string, Mapper>>;
    readonly additionalProperties?: Mapper;
    readonly allowedValues?: readonly unknown[];
    readonly element?: Mapper;
    readonly value?: Mapper;
  };
}

type Known = Readonly<Record<string, string>>;

const generated = '../../../node_modules/@azure/ai-language-text/dist-esm/src/generated/models';

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(new URL(`${generated}/${file}`, import.meta.url).href)) as Readonly<
    Record<string, unknown>
  >;
}

let loaded: Promise<readonly Readonly<Record<string, unknown>>[]> | undefined;

/** What of a value the client's model does not have, walked strictly; empty when all is there. */
export async function clientDeviations(model: string, value: unknown): Promise<readonly string[]> {
  loaded ??= Promise.all([load('mappers.js'), load('index.js')]);
  const [mappers, lists] = await loaded;
  const walker = new Walker(mappers!, lists!);
  return walker.composite(mappers![model] as Mapper, value, model);
}

class Walker {
  readonly #mappers: Readonly<Record<string, unknown>>;
  /** The words that the client knows for members that it takes as texts. */
  readonly #words: Readonly<Record<string, readonly string[]>>;

  constructor(mappers: Readonly<Record<string, unknown>>, lists: Readonly<Record<string, unknown>>) {
    this.#mappers = mappers;
    const words = (name: string): readonly string[] => Object.values(lists[name] as Known);
    this.#words = {
      // A word that the client looks for itself, before it reads the answer by its model.
      'JobState.status': [...words('KnownState'), 'partiallySucceeded'],
      'TaskState.status': words('KnownState'),
      // The gateway in front of Azure's services tells of a wrong key by a number.
      'ErrorModel.code': [...words('KnownErrorCode'), '401'],
      'InnerErrorModel.code': words('KnownInnerErrorCode'),
    };
  }

  composite(given: Mapper, value: unknown, place: string): readonly string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
    const members = value as Readonly<Record<string, unknown>>;
    const { type } = this.#resolved(given, members);
    if (type === null)
      return [`${place}: the client knows no such kind: ${JSON.stringify(value).slice(0, 80)}`];
    const properties = Object.values(type.modelProperties ?? {});
    const missing = properties.filter(
      ({ required, serializedName }) => required === true && !Object.hasOwn(members, serializedName!),
    );
    return [
      ...missing.map(({ serializedName }) => `${place}.${serializedName} is missing`),
      ...Object.entries(members).flatMap(([name, member]) => {
        const property = properties.find(({ serializedName }) => serializedName === name);
        if (property !== undefined) return this.#value(property, member, `${place}.${name}`, type.className);
        return type.additionalProperties === undefined ? [`${place}.${name} is unknown`] : [];
      }),
    ];
  }

  /** The model of the kind that the value names, by the client's own table. */
  #resolved(
    { type }: Mapper,
    members: Readonly<Record<string, unknown>>,
  ): { readonly type: Mapper['type'] | null } {
    const whole = type.modelProperties === undefined ? (this.#mappers[type.className!] as Mapper).type : type;
    const discriminator = whole.polymorphicDiscriminator?.serializedName;
    if (discriminator === undefined) return { type: whole };
    const kinds = this.#mappers.discriminators as Readonly<Record<string, Mapper | undefined>>;
    return { type: kinds[`${whole.className}.${String(members[discriminator])}`]?.type ?? null };
  }

  #value(mapper: Mapper, value: unknown, place: string, owner: string | undefined): readonly string[] {
    const { type } = mapper;
    if (value === null) return mapper.nullable === true ? [] : [`${place} is null`];
    if (type.name === 'Composite') return this.composite(mapper, value, place);
    if (type.name === 'Sequence') {
      if (!Array.isArray(value)) return [`${place} is no list`];
      return value.flatMap((item, index) =>
        this.#value(type.element!, item, `${place}[${index}]`, undefined),
      );
    }
    const words = this.#wordsOf(owner, mapper.serializedName);
    if (words !== undefined && !words.includes(String(value))) return [`${place} is ${String(value)}`];
    return isOf(type.name, value) ? [] : [`${place} is no ${type.name}: ${JSON.stringify(value)}`];
  }

  #wordsOf(owner: string | undefined, name: string | undefined): readonly string[] | undefined {
    const base = owner?.endsWith('LROResult') === true ? 'TaskState' : owner;
    return this.#words[`${base === 'AnalyzeTextJobState' ? 'JobState' : base}.${name}`];
  }
}

function isOf(kind: string, value: unknown): boolean {
  switch (kind) {
    case 'String':
      return typeof value === 'string';
    case 'Number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'Boolean':
      return typeof value === 'boolean';
    case 'DateTime':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
    default:
      // A kind that no answer here should hold.
      return false;
  }
}
