package io.labelstream.model.ensemble;

import io.labelstream.keywords.KeywordModel;
import io.labelstream.model.Metadata;
import io.labelstream.model.ModelRefusedException;
import io.labelstream.model.TextClassifier;
import io.labelstream.model.encoder.RandomEncoders;
import io.labelstream.model.encoder.file.EncoderFile;
import io.labelstream.model.file.NameList;
import io.labelstream.model.inception.RandomInceptions;
import io.labelstream.model.inception.file.InceptionFile;
import io.labelstream.model.load.ModelLoader;
import io.labelstream.model.matrix.file.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Files of ensembles. */
public final class Ensembles {
  static final ScoreCurve STRAIGHT = ScoreCurve.of(1, 1, 0);

  private Ensembles() {}

  /** An ensemble whose members are all weighed alike, with scores as they are. */
  public static byte[] of(final int candidates, final byte[]... members) {
    return written(file(alike(members.length, candidates), members));
  }

  static Combination alike(final int members, final int candidates) {
    return new Combination(IntStream.range(0, members).mapToObj(_ -> 1f / members).toList(),
        IntStream.range(0, members).mapToObj(_ -> STRAIGHT).toList(), STRAIGHT, candidates);
  }

  /** The content of a file, in which labels of the same name are one. */
  static EnsembleFile file(final Combination combination, final byte[]... files) {
    final Map<String, Integer> ids = new LinkedHashMap<>();
    final List<EnsembleFile.Member> members = new ArrayList<>();
    for (final byte[] file : files) {
      try (TextClassifier classifier = open(file)) {
        members.add(new EnsembleFile.Member(MemorySegment.ofArray(file), IntStream.range(0, classifier.labels().size())
            .map(label -> ids.computeIfAbsent(classifier.labels().name(label), _ -> ids.size())).toArray()));
      }
    }
    return new EnsembleFile(combination, members, names(ids.keySet().stream().toList()), Metadata.none());
  }

  static NameList names(final List<String> names) {
    try {
      return NameList.of(NameList.write(names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toList()));
    } catch (final ModelRefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  static byte[] written(final EnsembleFile file) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      file.write(Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  /** The words of a label weigh the number that follows each. */
  static byte[] keywords(final List<String> words, final List<String> labels, final float... weights) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new KeywordModel(words, labels, weights).write(Metadata.none(), Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  /** A sentence encoder with the labels {@code sport} and {@code b}. */
  static byte[] encoder() {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      EncoderFile.write(new RandomEncoders(3).labels("sport", "b").tabled(), Metadata.none(), Precision.INT8, Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  /** A network with random weights. */
  static byte[] network() {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      InceptionFile.write(new RandomInceptions(1).model(), Optional.empty(), Metadata.none(), Precision.INT8, Channels.newChannel(out));
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  static TextClassifier open(final byte[] file) {
    try {
      final Path written = Files.createTempFile("labelstream-", ".model");
      try {
        return ModelLoader.open(Files.write(written, file));
      } finally {
        Files.delete(written);
      }
    } catch (final IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (final ModelRefusedException refused) {
      throw new AssertionError(refused);
    }
  }
}
