package io.labelstream.model;

/**
 * Options for opening a model.
 *
 * @param derivedBudgetBytes the most bytes that derived tables may take; 0 forbids them, and the model then works on the file's own form. {@link
 *     TextClassifier#memory()} tells how many bytes they take.
 */
public record ModelOptions(long derivedBudgetBytes) {
  /** 256 MiB: enough for pre-multiplied rows of a ten-million-row model with four labels. */
  public static final long DEFAULT_DERIVED_BUDGET_BYTES = 256L << 20;

  public ModelOptions {
    if (derivedBudgetBytes < 0) {
      throw new IllegalArgumentException("derivedBudgetBytes=" + derivedBudgetBytes + " must not be negative");
    }
  }

  /** The default budget for derived tables. */
  public static ModelOptions defaults() {
    return new ModelOptions(DEFAULT_DERIVED_BUDGET_BYTES);
  }
}
