/** A set of evenly distributed integers in at most 32 bytes each, far less than a Set needs. */

const FIRST_CAPACITY = 1 << 10;
/** The value of an empty place; 0 itself is stored as a fraction. */
const EMPTY = 0;
const ZERO = 0.5;

/** Holds whole numbers from 0 that are spread evenly, such as parts of digests. */
export class NumberSet {
  size = 0;
  #places = new Float64Array(FIRST_CAPACITY);

  /** Adds a number; whether it was not there. O(1) on average. */
  add(number: number): boolean {
    if (2 * this.size >= this.#places.length) this.#grow();
    const isNew = put(this.#places, number === EMPTY ? ZERO : number);
    this.size += Number(isNew);
    return isNew;
  }

  #grow(): void {
    const places = new Float64Array(2 * this.#places.length);
    for (const number of this.#places) if (number !== EMPTY) put(places, number);
    this.#places = places;
  }
}

/** Open addressing, place after place. */
function put(places: Float64Array, number: number): boolean {
  let place = Math.floor(number) % places.length;
  while (places[place] !== EMPTY) {
    if (places[place] === number) return false;
    place = (place + 1) % places.length;
  }
  places[place] = number;
  return true;
}
