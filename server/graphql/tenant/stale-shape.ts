/** The tenant was published since the shape was looked up: nothing was done, and the request is to be repeated with the new shape. */
export class StaleShape extends Error {
  constructor() {
    super('The tenant has another shape by now');
  }
}
