/** Checks whether a password is hard to guess, in a thread that ends with its answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

export interface StrengthQuestion {
  readonly password: string;
  /** Words of the user or the product, which an attacker tries first. */
  readonly words: readonly string[];
}
export interface StrengthAnswer {
  readonly strong: boolean;
}

/** zxcvbn's "safely unguessable": 10⁸ guesses and more. */
const MIN_STRENGTH_SCORE = 3;
/** Further characters cost time without changing the result. */
const MAX_CHARACTERS_CHECKED = 100;

const { password, words } = workerData as StrengthQuestion;
const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
});
const { score } = zxcvbn.check(password.slice(0, MAX_CHARACTERS_CHECKED), [...words]);
const answer: StrengthAnswer = { strong: score >= MIN_STRENGTH_SCORE };
parentPort?.postMessage(answer);
