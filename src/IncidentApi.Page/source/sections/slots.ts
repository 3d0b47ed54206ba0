/** Which colour a group has: it keeps it while others come and go, so that a filter does not repaint what stays. */
export class Slots {
  readonly #seats: (string | null)[];

  constructor(readonly rest: number) {
    this.#seats = Array.from({ length: rest }, () => null);
  }

  /** Gives the first of these a colour of their own; the others share one. */
  seat(codes: readonly string[]): void {
    const first = codes.slice(0, this.rest);
    this.#seats.forEach((code, seat) => { if (code !== null && !first.includes(code)) this.#seats[seat] = null; });
    for (const code of first.filter(one => !this.#seats.includes(one))) this.#seats[this.#seats.indexOf(null)] = code;
  }

  of(code: string): number {
    const seat = this.#seats.indexOf(code);
    return seat < 0 ? this.rest : seat;
  }
}
