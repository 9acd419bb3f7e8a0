/** A `WebAssembly.Memory` that threads share. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  /** @throws RangeError when there is not so much memory. */
  grow(pages: number): number;
}

/** What is used of the global object, which Node's own types leave out. */
interface WebAssemblyApi {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, SharedMemory>>>>,
  ) => { readonly exports: unknown };
}

export const { WebAssembly: webAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
