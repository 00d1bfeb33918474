package io.labelstream.train.encoder.index;

import io.labelstream.model.encoder.EncoderHead;
import io.labelstream.model.encoder.EncoderModel;
import io.labelstream.model.encoder.Encoders;
import io.labelstream.model.encoder.TextEncoder;
import io.labelstream.model.encoder.family.EncoderArtifact;
import io.labelstream.model.encoder.search.DocumentRows;
import io.labelstream.train.DocumentIndex;
import io.labelstream.train.Indexing;
import io.labelstream.train.IndexingJob;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.data.TrainingDataException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes indices of documents with sentence encoders. */
public final class EncoderIndexing implements Indexing {
  @Override
  public List<Setting<?>> settings() {
    return IndexSettings.ALL;
  }

  @Override
  public DocumentIndex index(final IndexingJob job) throws IOException, TrainingDataException, InterruptedException {
    final long start = System.nanoTime();
    final EncoderArtifact artifact = (EncoderArtifact) job.model();
    final EncoderModel model = artifact.model();
    final DocumentVectors vectors = encoded(model, job);
    if (vectors.count() == 0) {
      throw new TrainingDataException("none of the " + job.count() + " documents of '" + job.documents().name()
          + "' can be indexed, expected an id and a text that the model knows something of; check format and columns");
    }
    final DocumentRows rows = vectors.rows();
    final Optional<EffortChoice.Chosen> graph =
        IndexSettings.isGraph(job.settings(), vectors.count()) ? Optional.of(graph(rows, job)) : Optional.empty();
    final EncoderHead.Documents head = new EncoderHead.Documents(vectors.ids(), rows, graph.map(EffortChoice.Chosen::graph));
    return new EncoderIndex(
        model.with(head),
        artifact.precision(),
        new DocumentIndex.Outcome(vectors.count(), vectors.left(), graph.map(EncoderIndexing::inWords).orElse("exact"),
            Duration.ofNanos(System.nanoTime() - start)));
  }

  private static DocumentVectors encoded(final EncoderModel model, final IndexingJob job) throws IOException, TrainingDataException {
    try (TextEncoder encoder = Encoders.open(model)) {
      final DocumentVectors vectors = new DocumentVectors(encoder);
      final StepProgress progress = new StepProgress("encoding", job.count(), job.progress());
      job.documents().forEach(document -> {
        vectors.accept(document);
        progress.next();
      });
      return vectors;
    }
  }

  private static EffortChoice.Chosen graph(final DocumentRows rows, final IndexingJob job) throws InterruptedException {
    final Settings settings = job.settings();
    final StepProgress progress = new StepProgress("graph", rows.count(), job.progress());
    return EffortChoice.of(
        rows, GraphBuilder.of(rows, IndexSettings.shape(settings), settings.get(Settings.SEED), progress), settings.get(IndexSettings.RECALL));
  }

  private static String inWords(final EffortChoice.Chosen chosen) {
    return String.format(Locale.ROOT, "graph, effort %d, recall@10 %.3f of documents", chosen.graph().effort(), chosen.recall());
  }
}
