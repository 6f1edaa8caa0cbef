/** The hub as a process of its own: `onqueue hub`, or the child that a shell starts. */
import { runHub } from './run.ts';

await runHub(process.argv.slice(2));
