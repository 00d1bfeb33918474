package io.labelstream.model.fasttext;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.labelstream.fixture.SharedFiles;
import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.ModelOptions;
import io.labelstream.model.Predictions;
import io.labelstream.model.SharedText;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.load.ModelLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifying allocates nothing on the heap once a session has seen its longest text and the code is compiled. */
@Tag("own-jvm")
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TEXTS = 10_000;
  private static final int MOST_ROUNDS = 60;

  static Stream<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(SharedFiles.need("golden/models"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAllocateNothingPerText(final Path model) throws Exception {
    // Given
    final List<byte[]> texts = SharedFiles.lines(SharedFiles.need("golden/texts/edge.txt"));
    final Predictions predictions = new Predictions(3, 0f);
    for (final ModelOptions options : List.of(ModelOptions.defaults(), new ModelOptions(0))) {
      try (TextClassifier classifier = ModelLoader.open(model, options)) {
        final ClassifierSession session = classifier.newSession();
        long allocated = Long.MAX_VALUE;
        // When
        for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
          allocated = allocatedBytes(session, texts, predictions);
        }
        // Then
        assertThat(allocated).as("bytes for %d texts with %s", TEXTS, options).isZero();
      }
    }
  }

  @Test
  void shouldAllocateNothingPerSharedText() throws Exception {
    // Given
    final List<byte[]> texts = new ArrayList<>(SharedFiles.lines(SharedFiles.need("golden/texts/edge.txt")));
    texts.add("an end </s> that is none".getBytes(StandardCharsets.UTF_8));
    final Predictions predictions = new Predictions(3, 0f);
    final SharedText shared = new SharedText();
    final List<TextClassifier> classifiers = new ArrayList<>();
    for (final Path model : models().toList()) {
      classifiers.add(ModelLoader.open(model));
    }
    final ClassifierSession[] sessions =
        classifiers.stream().map(classifier -> classifier.newSession(EndOfLine.IMPLIED_ONLY)).toArray(ClassifierSession[]::new);
    long allocated = Long.MAX_VALUE;
    // When
    for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
      allocated = allocatedBytes(sessions, shared, texts, predictions);
    }
    // Then
    assertThat(allocated).as("bytes for %d texts", TEXTS).isZero();
    classifiers.forEach(TextClassifier::close);
  }

  private static long allocatedBytes(
      final ClassifierSession[] sessions, final SharedText shared, final List<byte[]> texts, final Predictions predictions) {
    final byte[][] own = texts.toArray(byte[][]::new);
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int count = 0; count < TEXTS / sessions.length; count++) {
      final byte[] text = own[count % own.length];
      shared.set(text, 0, text.length);
      for (final ClassifierSession session : sessions) {
        session.classify(shared, predictions);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static long allocatedBytes(final ClassifierSession session, final List<byte[]> texts, final Predictions predictions) {
    final byte[][] own = texts.toArray(byte[][]::new);
    final long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int count = 0; count < TEXTS; count++) {
      final byte[] text = own[count % own.length];
      session.classify(text, 0, text.length, predictions);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
