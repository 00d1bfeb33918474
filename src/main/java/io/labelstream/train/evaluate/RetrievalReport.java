package io.labelstream.train.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * The quality of search by the vectors of a model.
 *
 * @param data the source of the queries
 * @param queries the number of queries with a relevant document; the others are not searched for
 * @param unknown the queries of which the model knows nothing, and which find nothing
 * @param missing the ids in the answers that nothing has
 * @param searches each way of searching
 * @param dimensions of the vectors
 * @param modelBytes the size of the model's file
 */
public record RetrievalReport(
    String data, long queries, long unknown, Missing missing, List<Search> searches, int dimensions, long modelBytes) {
  public RetrievalReport {
    searches = List.copyOf(searches);
  }

  /**
   * Ids in the answers that nothing has. Such a document counts as one that is not found.
   *
   * @param queries the number of ids that no query has
   * @param documents the number of ids that no document has, neither of the data nor of the model
   */
  public record Missing(long queries, long documents) {}

  /**
   * A way of searching. All means are over the queries.
   *
   * @param by what finds documents
   * @param documents the number of documents that are searched
   * @param bytes of memory for the documents; of the whole model where its labels are the documents
   * @param recalls the share of the relevant documents that are found, for several numbers of documents
   * @param reciprocalRank one by the rank of the first relevant document among the first 100, 0 if there is none
   * @param ndcg of the first ten documents
   * @param agreement the share of the ten documents that the exact search finds; only of the model's own search, and only beside an exact one
   * @param time only from {@link RetrievalEvaluation#FEWEST_TIMED} queries on
   */
  public record Search(
      By by, long documents, long bytes, List<Recall> recalls, double reciprocalRank, double ndcg, Optional<Double> agreement, Optional<Time> time) {
    public Search {
      recalls = List.copyOf(recalls);
    }
  }

  /**
   * The processor's time of one thread for a query, the mean over the queries.
   *
   * @param microsWithEncoding all of it
   * @param microsOfEncoding the part of it for encoding
   */
  public record Time(double microsWithEncoding, double microsOfEncoding) {}

  /** The means of a search. */
  public enum By {
    /** Vectors of the documents as float32, all of which are compared. */
    EXACT,
    /** The model, whose labels are the documents. */
    MODEL
  }

  /**
   * The share of relevant documents among those found.
   *
   * @param k the number of documents found
   */
  public record Recall(int k, double share) {}
}
