package io.labelstream.train;

import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.util.List;

/** Makes models whose labels are the documents that are near to a text, from models of a family. Stateless. */
public interface Indexing {
  /** The settings, besides {@link Settings#SEED}. */
  List<Setting<?>> settings();

  /**
   * Makes an index. The label of a document in the data is its id, and a label of the new model. Left out, and counted, are documents without id, with the id
   * of one before them, without text, and those of whose text the model knows nothing.
   *
   * @throws IOException if the documents cannot be read
   * @throws TrainingDataException if they are of another form than expected, or none is left
   * @throws InterruptedException if the thread was interrupted
   */
  DocumentIndex index(IndexingJob job) throws IOException, TrainingDataException, InterruptedException;
}
