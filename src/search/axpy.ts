/*
 * The inner loop of training, `to[i] += value * from[i]`, over four numbers at a time. JavaScript has no such
 * instructions and takes eight times as long, so the loop is a WebAssembly function of 55 bytes. Its text form:
 *
 *   (func (param $to i32) (param $from i32) (param $value f32) (param $end i32) (local $four v128)
 *     (local.set $four (f32x4.splat (local.get $value)))
 *     (loop
 *       (v128.store (local.get $to)
 *         (f32x4.add (v128.load (local.get $to))
 *                    (f32x4.mul (v128.load (local.get $from)) (local.get $four))))
 *       (local.set $from (i32.add (local.get $from) (i32.const 16)))
 *       (br_if 0 (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 16))) (local.get $end)))))
 */

// biome-ignore format: one row per section or instruction group
const MODULE = Uint8Array.of(
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // WebAssembly, version 1
  0x01, 0x08, 0x01, 0x60, 0x04, 0x7f, 0x7f, 0x7d, 0x7f, 0x00, // type: (i32, i32, f32, i32) → nothing
  0x02, 0x08, 0x01, 0x01, 0x6d, 0x01, 0x6d, 0x02, 0x00, 0x01, // import: memory m.m of at least one page
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x07, 0x05, 0x01, 0x01, 0x61, 0x00, 0x00, // exported as "a"
  0x0a, 0x3c, 0x01, 0x3a, 0x01, 0x01, 0x7b, // its code: one local of 128 bits
  0x20, 0x02, 0xfd, 0x13, 0x21, 0x04, // four = splat(value)
  0x03, 0x40, // loop
  0x20, 0x00, // address for the store
  0x20, 0x00, 0xfd, 0x00, 0x04, 0x00, // load to
  0x20, 0x01, 0xfd, 0x00, 0x04, 0x00, // load from
  0x20, 0x04, 0xfd, 0xe6, 0x01, // × four
  0xfd, 0xe4, 0x01, // +
  0xfd, 0x0b, 0x04, 0x00, // store
  0x20, 0x01, 0x41, 0x10, 0x6a, 0x21, 0x01, // from += 16
  0x20, 0x00, 0x41, 0x10, 0x6a, 0x22, 0x00, // to += 16
  0x20, 0x03, 0x49, 0x0d, 0x00, // while to < end
  0x0b, 0x0b,
)

/** The part of the JavaScript interface that is used here; the compiler's library knows it for browsers only. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> }
}

const PAGE_BYTES = 65_536
/** Numbers that are taken at a time; lengths must be multiples. */
export const LANES = 4

/** Float32 numbers in one piece of memory, and the one operation on it; places and lengths count numbers, not bytes. */
export interface Workspace {
  readonly numbers: Float32Array
  /** Adds `value` times the `length` numbers at `from` to those at `to`. All three are multiples of `LANES`. */
  axpy(to: number, from: number, value: number, length: number): void
}

/** A workspace of at least `size` numbers, all zero. */
export function workspace(size: number): Workspace {
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil((size * 4) / PAGE_BYTES)) })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { m: { m: memory } })
  const run = exports.a as (to: number, from: number, value: number, end: number) => void
  return {
    numbers: new Float32Array(memory.buffer),
    axpy: (to, from, value, length) => run(to * 4, from * 4, value, (to + length) * 4),
  }
}
