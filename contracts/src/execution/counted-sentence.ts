/** What `text.statistics` returns for `To be or not to be.`: one true output for every example that shows one. */
export const countedSentence = {
  characters: 19,
  words: 6,
  distinct_words: 4,
  lines: 1,
  most_frequent: [
    { word: "be", count: 2 },
    { word: "to", count: 2 },
    { word: "not", count: 1 },
    { word: "or", count: 1 },
  ],
};
