/** Builds what tests look at as it ships. */

/**
 * Runs `build` as a build for people: the test runner sets `NODE_ENV` to "test", and the libraries would bring along
 * what they have for developers.
 */
export async function asShipped(build: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}
