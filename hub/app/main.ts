/** The hub as a separate process: `onqueue hub`, or the child process of a shell. */
import { runHub } from './run.ts';

await runHub(process.argv.slice(2));
