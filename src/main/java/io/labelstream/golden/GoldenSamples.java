package io.labelstream.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.labelstream.model.Metadata;
import io.labelstream.model.TextClassifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Texts with the labels and scores that a model gave them when it was made, or with their vectors if the model only gives vectors. They prove, wherever the
 * model is loaded, that it still gives them. Immutable.
 *
 * <p>They are in a file next to the model file or, if the model's form has a place for them, inside it. The text is UTF-8, one JSON object per line, labels
 * best first and without prefix:
 *
 * <pre>
 *  {"text":"...","labels":[{"name":"de","score":0.99},{"name":"nl","score":0.004}]}
 *  {"text":"...","vector":[0.0713,-0.25]}                                               of a model without labels
 * </pre>
 */
public final class GoldenSamples {
  /** The most bytes of a file. */
  public static final int MOST_BYTES = 1 << 20;
  /** The most samples. */
  public static final int MOST_SAMPLES = 1000;
  /** The most labels of a sample. */
  public static final int MOST_LABELS = 10;
  /** The most numbers of a vector. */
  public static final int MOST_DIMENSIONS = 1 << 16;

  private static final String SUFFIX = ".golden.jsonl";
  /** fastText adds 1e-5 to each probability. */
  private static final float LARGEST_SCORE = 1.0001f;
  private static final int MOST_DEPTH = 8;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).maxNumberLength(64).maxStringLength(MOST_BYTES).maxNameLength(64).build())
          .build();

  private final List<Sample> samples;

  private GoldenSamples(final List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * A text and its expected labels, or its expected vector.
   *
   * @param labels best first, 1 to {@link #MOST_LABELS}, all different; none if there is a vector
   * @param vector finite numbers, at most {@link #MOST_DIMENSIONS}; none if there are labels
   */
  public record Sample(String text, List<Label> labels, List<Float> vector) {
    public Sample {
      require(isWellFormed(text), "a text holds an unpaired surrogate");
      labels = List.copyOf(labels);
      vector = List.copyOf(vector);
      if (vector.isEmpty()) {
        require(!labels.isEmpty() && labels.size() <= MOST_LABELS, "a sample has " + labels.size() + " labels, expected 1 to " + MOST_LABELS);
      } else {
        require(labels.isEmpty(), "a sample has both labels and a vector, expected one of them");
        require(vector.size() <= MOST_DIMENSIONS, "a vector has " + vector.size() + " numbers, expected at most " + MOST_DIMENSIONS);
        require(vector.stream().allMatch(Float::isFinite), "a vector has a number that is not finite");
      }
      final Set<String> names = new HashSet<>();
      for (final Label label : labels) {
        require(names.add(label.name()), "a sample has a label twice");
      }
    }

    /** A text with labels. */
    public static Sample labelled(final String text, final List<Label> labels) {
      return new Sample(text, labels, List.of());
    }
  }

  /**
   * A label.
   *
   * @param name without prefix
   * @param score from 0 to 1, and above by no more than 1e-4
   */
  public record Label(String name, float score) {
    public Label {
      require(!name.isEmpty() && isWellFormed(name), "a label has no name, or an unpaired surrogate in it");
      require(score >= 0 && score <= LARGEST_SCORE, "a label has the score " + score + ", expected 0 to 1");
    }
  }

  /** The result of a comparison. */
  public sealed interface Outcome {

    /** All samples got their labels and scores. */
    record Proved(int samples, Duration time) implements Outcome {}

    /**
     * A sample got other labels or scores, or another vector.
     *
     * @param line the sample's line in the file, from 1
     * @param what actual against expected, by ranks and scores: neither the text nor a label, as it is logged
     */
    record Differs(int line, String what) implements Outcome {}
  }

  /** A file does not hold golden samples. The message names the line and contains neither a text nor a label. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(final String detail) {
      super(detail);
    }
  }

  /** The file next to a model file that is searched for samples first. Its samples were made later and on purpose, so they count instead of those inside. */
  public static Path beside(final Path model) {
    return model.resolveSibling(model.getFileName() + SUFFIX);
  }

  /**
   * The samples inside a model file, which count if there are none next to it; empty if it has none.
   *
   * @param metadata the model's
   * @throws UnreadableException if the metadata holds something other than golden samples
   */
  public static Optional<GoldenSamples> inside(final Metadata metadata) throws UnreadableException {
    final Optional<String> text = metadata.text(Metadata.GOLDEN_SAMPLES);
    return text.isPresent() ? Optional.of(read(text.get().getBytes(StandardCharsets.UTF_8))) : Optional.empty();
  }

  /**
   * @throws IllegalArgumentException if there are none or too many
   */
  public static GoldenSamples of(final List<Sample> samples) {
    require(!samples.isEmpty() && samples.size() <= MOST_SAMPLES, "there are " + samples.size() + " samples, expected 1 to " + MOST_SAMPLES);
    return new GoldenSamples(List.copyOf(samples));
  }

  /**
   * Reads a file's bytes.
   *
   * @throws UnreadableException if they are not golden samples
   */
  public static GoldenSamples read(final byte[] file) throws UnreadableException {
    if (file.length > MOST_BYTES) {
      throw new UnreadableException("the golden samples have " + file.length + " bytes, expected at most " + MOST_BYTES);
    }
    final List<Sample> samples = new ArrayList<>();
    for (int start = 0; start < file.length; ) {
      int end = start;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      if (samples.size() == MOST_SAMPLES) {
        throw new UnreadableException("line " + (samples.size() + 1) + ": expected at most " + MOST_SAMPLES + " golden samples");
      }
      samples.add(sample(file, start, end, samples.size() + 1));
      start = end + 1;
    }
    if (samples.isEmpty()) {
      throw new UnreadableException("the file has no golden sample");
    }
    return new GoldenSamples(List.copyOf(samples));
  }

  /** These samples as the bytes of a file. The caller checks them against {@link #MOST_BYTES}. */
  public byte[] write() {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (final Sample sample : samples) {
        json.writeStartObject();
        json.writeStringField("text", sample.text());
        if (sample.vector().isEmpty()) {
          writeLabels(sample.labels(), json);
        } else {
          json.writeArrayFieldStart("vector");
          for (final float number : sample.vector()) {
            json.writeNumber(number);
          }
          json.writeEndArray();
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    } catch (final IOException impossible) {
      throw new AssertionError("memory takes every byte", impossible);
    }
    return out.toByteArray();
  }

  private static void writeLabels(final List<Label> labels, final JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("labels");
    for (final Label label : labels) {
      json.writeStartObject();
      json.writeStringField("name", label.name());
      json.writeNumberField("score", label.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The samples in the order of the file. */
  public List<Sample> samples() {
    return samples;
  }

  /** Classifies every text and compares its labels and scores or its vector, within the tolerance of the model's scores, up to the first difference. */
  public Outcome compare(final TextClassifier classifier) {
    final Tolerance tolerance = new Tolerance(classifier.description().scoreTolerance());
    final long start = System.nanoTime();
    final Answers answers = new Answers(classifier, MOST_LABELS + 1);
    for (int index = 0; index < samples.size(); index++) {
      final Sample sample = samples.get(index);
      answers.take(sample.text());
      if (sample.vector().isEmpty()) {
        final Optional<String> difference = tolerance.difference(sample.labels(), answers.labels());
        if (difference.isPresent()) {
          return new Outcome.Differs(index + 1, difference.get());
        }
      } else if (answers.vector().size() != sample.vector().size()) {
        return new Outcome.Differs(
            index + 1, "expected a vector of " + sample.vector().size() + " numbers, got " + (answers.vector().isEmpty() ? "none" : answers.vector().size()));
      } else if (!tolerance.isNear(sample.vector(), answers.vector())) {
        return new Outcome.Differs(index + 1, "expected another vector");
      }
    }
    return new Outcome.Proved(samples.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * The rule by which the labels and vectors of samples are compared.
   *
   * @param score the greatest error of a score, the greatest distance of two scores whose labels may be in any order, and the greatest distance of a vector from
   *     the expected one in relation to its length
   */
  private record Tolerance(float score) {

    /**
     * The first difference; none if the labels are the same and in the same order, except among tied scores. A label that ties with the last actual one may be
     * missing: that one may have displaced it.
     */
    Optional<String> difference(final List<Label> expected, final List<Label> actual) {
      if (actual.size() < expected.size()) {
        return Optional.of("got " + actual.size() + " labels, expected " + expected.size() + " or more");
      }
      for (int rank = 0; rank < expected.size(); rank++) {
        final float wanted = expected.get(rank).score();
        final float given = actual.get(rank).score();
        if (!covers(wanted, given)) {
          return Optional.of(String.format(Locale.ROOT, "label %d has the score %.4f, expected %.4f", rank + 1, given, wanted));
        }
        if (!hasScore(expected.get(rank), actual)) {
          return Optional.of(String.format(Locale.ROOT, "label %d is another one, with the score %.4f, expected %.4f", rank + 1, given, wanted));
        }
      }
      return Optional.empty();
    }

    boolean isNear(final List<Float> expected, final List<Float> actual) {
      double distance = 0;
      double length = 0;
      for (int index = 0; index < expected.size(); index++) {
        distance += Math.pow(actual.get(index) - expected.get(index), 2);
        length += Math.pow(expected.get(index), 2);
      }
      return Math.sqrt(distance) <= score * Math.sqrt(length);
    }

    private boolean hasScore(final Label expected, final List<Label> actual) {
      if (actual.size() > MOST_LABELS && covers(expected.score(), actual.getLast().score())) {
        return true;
      }
      return actual.stream().anyMatch(label -> label.name().equals(expected.name()) && covers(label.score(), expected.score()));
    }

    private boolean covers(final float one, final float other) {
      return Math.abs(one - other) <= score;
    }
  }

  private static Sample sample(final byte[] file, final int start, final int end, final int line) throws UnreadableException {
    try (JsonParser json = JSON.createParser(file, start, end - start)) {
      final Sample sample = SampleParser.sample(json);
      if (json.nextToken() != null) {
        throw new UnreadableException("line " + line + ": expected one JSON object");
      }
      return sample;
    } catch (final JsonProcessingException malformed) {
      // The parser's own message quotes what it read.
      throw new UnreadableException("line " + line + ": not the JSON of a golden sample");
    } catch (final IllegalArgumentException outOfRange) {
      throw new UnreadableException("line " + line + ": " + outOfRange.getMessage());
    } catch (final IOException malformed) {
      throw new UnreadableException("line " + line + ": not UTF-8");
    }
  }

  /** Reads one sample, each field exactly once. */
  private static final class SampleParser {
    private SampleParser() {}

    static Sample sample(final JsonParser json) throws IOException {
      require(json.nextToken() == JsonToken.START_OBJECT, "expected a JSON object");
      String text = "";
      List<Label> labels = List.of();
      List<Float> vector = List.of();
      boolean seen = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        final String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "text" -> {
            require(json.currentToken() == JsonToken.VALUE_STRING, "the text must be a string");
            text = json.getText();
            seen = true;
          }
          case "labels" -> labels = labels(json);
          case "vector" -> vector = vector(json);
          default -> throw new IllegalArgumentException("expected the fields text, labels and vector only");
        }
      }
      require(seen, "the field text is missing");
      return new Sample(text, labels, vector);
    }

    private static List<Float> vector(final JsonParser json) throws IOException {
      require(json.currentToken() == JsonToken.START_ARRAY, "the vector must be an array");
      final List<Float> vector = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        require(json.currentToken().isNumeric() && vector.size() < MOST_DIMENSIONS, "expected at most " + MOST_DIMENSIONS + " numbers as a vector");
        vector.add(json.getFloatValue());
      }
      require(!vector.isEmpty(), "the vector has no numbers");
      return vector;
    }

    private static List<Label> labels(final JsonParser json) throws IOException {
      require(json.currentToken() == JsonToken.START_ARRAY, "the labels must be an array");
      final List<Label> labels = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        require(json.currentToken() == JsonToken.START_OBJECT && labels.size() < MOST_LABELS, "expected at most " + MOST_LABELS + " objects as labels");
        labels.add(label(json));
      }
      return labels;
    }

    private static Label label(final JsonParser json) throws IOException {
      String name = "";
      float score = Float.NaN;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        final String field = json.currentName();
        final JsonToken value = json.nextToken();
        switch (field) {
          case "name" -> {
            require(value == JsonToken.VALUE_STRING, "the name of a label must be a string");
            name = json.getText();
          }
          case "score" -> {
            require(value.isNumeric(), "the score of a label must be a number");
            score = json.getFloatValue();
          }
          default -> throw new IllegalArgumentException("expected the fields name and score only");
        }
      }
      return new Label(name, score);
    }
  }

  private static boolean isWellFormed(final String text) {
    return text.codePoints().noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  private static void require(final boolean holds, final String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(expectation);
    }
  }
}
