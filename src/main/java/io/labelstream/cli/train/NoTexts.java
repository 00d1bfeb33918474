package io.labelstream.cli.train;

import io.labelstream.train.data.DataSummary;
import io.labelstream.train.data.ExampleConsumer;
import io.labelstream.train.data.LabelledData;
import io.labelstream.train.data.Survey;

/** Data without any text. */
record NoTexts() implements LabelledData {
  @Override
  public String name() {
    return "no data";
  }

  @Override
  public void forEach(final ExampleConsumer consumer) {
    // There is nothing to pass on.
  }

  @Override
  public DataSummary survey(final ExampleConsumer consumer) {
    return new Survey(name(), consumer).summary(0);
  }
}
