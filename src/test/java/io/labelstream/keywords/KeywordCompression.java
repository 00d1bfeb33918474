package io.labelstream.keywords;

import io.labelstream.model.Metadata;
import io.labelstream.train.CompressedModel;
import io.labelstream.train.Compression;
import io.labelstream.train.CompressionException;
import io.labelstream.train.CompressionJob;
import io.labelstream.train.CompressionStage;
import io.labelstream.train.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes keyword models small: the weakest words go until the file fits. */
final class KeywordCompression implements Compression {
  static final Setting<Integer> LEAST_WORDS = Setting.of("keep-words", Integer.class).about("N", "How many words to keep at least")
      .usual(1).within(count -> count >= 1, "the words to keep are %s, expected at least 1").row("words to keep at least").build();

  @Override
  public Help help() {
    return new Help(
        "leaves out the words that tell least", "there is only one, .safetensors", "the same is done", "of keywords",
        List.of("topics.safetensors --data train.txt --size 1KiB --out small.safetensors"));
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(LEAST_WORDS);
  }

  @Override
  public CompressedModel compress(final CompressionJob job) throws IOException, CompressionException {
    final KeywordModel full = ((KeywordArtifact) job.model()).model();
    final Optional<Long> limit = job.settings().find(SIZE);
    KeywordModel small = full;
    while (limit.isPresent() && bytes(small) > limit.get()) {
      if (small.words().size() <= job.settings().get(LEAST_WORDS)) {
        throw new CompressionException("the limit of " + limit.get() + " bytes is too small for " + small.words().size() + " words; raise it");
      }
      small = withoutWeakest(small);
    }
    job.listener().accept(stage("full", full));
    job.listener().accept(stage("pruned", small));
    return new CompressedKeywords(small, List.of(stage("full", full), stage("pruned", small)));
  }

  private static CompressionStage stage(final String step, final KeywordModel model) {
    final long words = model.words().size();
    return new CompressionStage(step, words + " words", Map.of("words", words), Double.NaN, Double.NaN, Duration.ZERO);
  }

  private static KeywordModel withoutWeakest(final KeywordModel model) {
    final int labels = model.labels().size();
    final int weakest = IntStream.range(0, model.words().size()).boxed()
        .min(Comparator.comparingDouble(word -> strength(model, word))).orElseThrow();
    final int[] kept = IntStream.range(0, model.words().size()).filter(word -> word != weakest).toArray();
    final float[] weights = new float[kept.length * labels];
    for (int word = 0; word < kept.length; word++) {
      System.arraycopy(model.weights(), kept[word] * labels, weights, word * labels, labels);
    }
    return new KeywordModel(Arrays.stream(kept).mapToObj(model.words()::get).toList(), model.labels(), weights);
  }

  private static double strength(final KeywordModel model, final int word) {
    final int labels = model.labels().size();
    return IntStream.range(0, labels).mapToDouble(label -> model.weights()[word * labels + label]).max().orElse(0);
  }

  private static long bytes(final KeywordModel model) throws IOException {
    return model.write(Metadata.none(), Channels.newChannel(new ByteArrayOutputStream()));
  }

  /** A small model. */
  private record CompressedKeywords(KeywordModel model, List<CompressionStage> stages) implements CompressedModel {
    @Override
    public long writeTo(final Metadata metadata, final WritableByteChannel channel) throws IOException {
      return model.write(metadata, channel);
    }

    @Override
    public void close() {
      // All is on the heap.
    }
  }
}
