/**
 * A utility process of Electron that ends right after posting can take its last messages with it, because the
 * news of its end travels on a channel of its own. So a worker says when it has said everything, and ends
 * only when that was heard. The launcher and the worker's channel keep these two to themselves.
 */
export const lastWords = 'winnow:last-words';
export const lastWordsHeard = 'winnow:last-words-heard';
