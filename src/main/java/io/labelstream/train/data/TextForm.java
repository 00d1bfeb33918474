package io.labelstream.train.data;

/** The form of the texts of an {@link ExampleSource}. */
public enum TextForm {
  /** Words, as people write them. */
  WORDS("words"),
  /** Features that somebody else has made, {@code feature:value feature:value}. */
  SPARSE_FEATURES("sparse features");

  private final String inWords;

  TextForm(final String inWords) {
    this.inWords = inWords;
  }

  /** The form in words. */
  public String inWords() {
    return inWords;
  }
}
