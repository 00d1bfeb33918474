package io.labelstream.train.fasttext.compress;

import java.time.Duration;

/**
 * What compression has made of the model at one point: FastText.zip's ablation.
 *
 * @param step what was done last
 * @param rows how many rows of words and n-grams there are
 * @param dimensions how wide they are
 * @param accuracy the share of texts whose first label is right: of the validation data, or of the training data where there are none
 * @param loss the mean log loss on the same texts
 * @param elapsed how long this step took, without the time for measuring it
 */
public record CompressionStage(Step step, int rows, int dimensions, double accuracy, double loss, Duration elapsed) {

  /** The steps, in their order. */
  public enum Step {
    /** Nothing was done yet. */
    FULL,
    /** Rows were dropped. */
    PRUNED,
    /** Rows and output were trained further. */
    RETRAINED,
    /** Dimensions were dropped that make no difference, or little. */
    REDUCED,
    /** Rows were replaced by codes. */
    QUANTISED,
    /** The output was trained on the decoded rows, and the codebooks with it where that was asked for. */
    TUNED,
    /** The output was scaled so that the log loss on validation data is least. */
    SCALED,
    /** The output was rounded to half precision, or replaced by codes. */
    OUTPUT_CODED
  }
}
