package io.labelstream.train.fasttext.compress;

import io.labelstream.train.Compression;
import io.labelstream.train.Setting.Need;
import io.labelstream.train.Setting;
import io.labelstream.train.Settings;
import io.labelstream.train.fasttext.FastTextForm;
import io.labelstream.train.quantise.NormCoding;
import java.util.List;
import java.util.Optional;

/**
 * Settings of compressing a model, from {@link Settings}. Open ones are chosen: under a limit of bytes by trying a few codings, else as the reference's
 * defaults. The rates and counts are those that were best over the data sets that we measured.
 *
 * @param limit the limit on its size
 * @param form the form of file, to which a limit of bytes applies
 * @param pruning the rule by which rows are kept
 * @param subvectorColumns the columns of a sub-vector; open: 2
 * @param norms the coding of the lengths of rows; open: apart
 * @param dimensions the width of rows; open: all dimensions that can matter, with softmax one fewer than labels, if that is less than the model's
 * @param output the coding of the output; open: dense, but codes under a limit of bytes if there are at least 256 labels and a dense output takes more than a
 *     quarter of the limit
 * @param epochs the number of visits of the training texts after pruning; open: what {@link Retraining} finds right, undone if they diverge
 * @param learningRate the rate of this training at its start; open: what {@link Retraining} finds right
 * @param outputIterations the most steps in training the output on the coded rows
 * @param codebookIterations the most steps in training codebooks and output together
 * @param threads the number of threads; with one, the result is the same each time, bit for bit
 * @param seed the start of all random numbers
 */
public record CompressionSettings(
    CompressionLimit limit,
    FastTextForm form,
    Pruning pruning,
    Optional<Integer> subvectorColumns,
    Optional<NormCoding> norms,
    Optional<Integer> dimensions,
    Optional<OutputCoding> output,
    Optional<Integer> epochs,
    Optional<Double> learningRate,
    int outputIterations,
    int codebookIterations,
    int threads,
    long seed) {
  public static final Setting<Integer> CUTOFF = Setting.of("cutoff", Integer.class).about("N", "How many words and n-grams to keep at most")
      .within(count -> count >= 1, "the rows to keep are %s, expected at least 1").row("limit", count -> count + " rows").build();

  public static final Setting<Integer> SUBVECTOR_COLUMNS = Setting.of("dsub", Integer.class)
      .about("N", "The columns of a sub-vector, which one byte stands for; 2, or searched for under --size, unless given")
      .within(count -> count >= 1, "the columns of a sub-vector are %s, expected at least 1").build();

  public static final Setting<NormCoding> NORMS = Setting.of("norms", NormCoding.class)
      .about("HOW", "How the lengths of rows are coded: apart, or within their codes; apart, or searched for, unless given").build();

  public static final Setting<Pruning> PRUNING = Setting.of("pruning", Pruning.class)
      .about("HOW", "Which rows to keep: by coverage of the texts, or by norm alone; by coverage, where there are texts, unless given")
      .usualInWords(Pruning.COVERAGE).needing(Need.TEXTS, how -> how == Pruning.COVERAGE).row("pruning by").build();

  public static final Setting<Integer> DIMENSIONS = Setting.of("width", Integer.class)
      .about("N", "The width of the vectors to keep; all that can make a difference unless given")
      .within(width -> width >= 1, "the dimensions are %s, expected at least 1").build();

  public static final Setting<OutputCoding> OUTPUT = Setting.of("output", OutputCoding.class)
      .about("HOW", "How the labels' vectors are stored: dense or quantised; dense, or searched for, unless given").build();

  public static final Setting<Integer> EPOCHS = Setting.of("retrain-epochs", Integer.class)
      .about("N", "How often to visit the texts after pruning; 0 for not at all. 5 times unless given, 10 where rows get narrower; undone where that diverges")
      .within(count -> count >= 0, "the epochs of retraining are %s, expected at least 0").needing(Need.TEXTS, count -> count > 0)
      .row("retraining", count -> count + " epochs").absent("epochs by what was dropped").build();

  public static final Setting<Double> LEARNING_RATE = Setting.of("retrain-rate", Double.class)
      .about("R", "The learning rate of --retrain-epochs at its start; 0.5 unless given, 1 where rows get narrower, less where little is dropped")
      .within(rate -> rate > 0 && !rate.isInfinite(), "the learning rate of retraining is %s, expected a positive number")
      .needing(Need.TEXTS, rate -> true).row("retraining", rate -> "rate " + rate).absent("rate by what was dropped").build();

  public static final Setting<Integer> OUTPUT_ITERATIONS = Setting.of("output-steps", Integer.class)
      .about("N", "The most steps of training the labels' vectors on the codes").usualInWords(20)
      .within(count -> count >= 0, "the steps of output training are %s, expected at least 0").needing(Need.TEXTS, count -> count > 0)
      .row("steps on output, on codebooks").build();

  public static final Setting<Integer> CODEBOOK_ITERATIONS = Setting.of("codebook-steps", Integer.class)
      .about("N", "The most steps of training codebooks and labels' vectors together").usualInWords(0)
      .within(count -> count >= 0, "the steps of codebook training are %s, expected at least 0").needing(Need.TEXTS, count -> count > 0)
      .row("steps on output, on codebooks").build();

  /** All but the limits, in the order of a card. */
  public static final List<Setting<?>> ALL =
      List.of(PRUNING, SUBVECTOR_COLUMNS, NORMS, DIMENSIONS, OUTPUT, EPOCHS, LEARNING_RATE, OUTPUT_ITERATIONS, CODEBOOK_ITERATIONS);

  /** Takes the settings of compressing. */
  public static CompressionSettings of(final FastTextForm form, final Settings settings) {
    final Optional<CompressionLimit> bytes = settings.find(Compression.SIZE).map(CompressionLimit.Bytes::new);
    return new CompressionSettings(
        bytes.or(() -> settings.find(CUTOFF).map(CompressionLimit.Rows::new)).orElseGet(CompressionLimit.None::new), form, settings.get(PRUNING),
        settings.find(SUBVECTOR_COLUMNS), settings.find(NORMS), settings.find(DIMENSIONS), settings.find(OUTPUT), settings.find(EPOCHS),
        settings.find(LEARNING_RATE), settings.get(OUTPUT_ITERATIONS), settings.get(CODEBOOK_ITERATIONS), settings.get(Settings.THREADS),
        settings.get(Settings.SEED));
  }

  /** These settings without anything that needs texts: rows are kept by norm and replaced by codes, and nothing is trained. */
  public static Settings codingAlone(final Settings settings) {
    return settings.with(PRUNING, Pruning.NORM).with(EPOCHS, 0).with(OUTPUT_ITERATIONS, 0).with(CODEBOOK_ITERATIONS, 0);
  }
}
