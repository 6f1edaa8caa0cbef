/** Something that keeps the application from starting, said in one sentence for the person at the terminal. */
export class StartRefused extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StartRefused';
  }
}
