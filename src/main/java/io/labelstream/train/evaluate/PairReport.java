package io.labelstream.train.evaluate;

/**
 * The agreement of a model's cosines with the scores of pairs of texts.
 *
 * @param data the file of pairs
 * @param pairs their number
 * @param unknown the pairs of which the model knows nothing of a text; their cosine counts as 0
 * @param spearman the correlation of the ranks, from -1 to 1
 * @param pearson the correlation of the values, from -1 to 1
 * @param dimensions of the vectors
 * @param modelBytes the size of the model's file
 */
public record PairReport(String data, long pairs, long unknown, double spearman, double pearson, int dimensions, long modelBytes) {}
