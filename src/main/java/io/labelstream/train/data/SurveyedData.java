package io.labelstream.train.data;

import java.io.IOException;
import java.util.function.Consumer;

/** A source that is surveyed during its first reading, which costs less than a separate reading. Not thread-safe. */
public final class SurveyedData implements ExampleSource {
  private final LabelledData data;
  private final Consumer<DataSummary> surveyed;
  private boolean isCounted;

  /**
   * @param data the source
   * @param surveyed receives the summary right after the first reading
   */
  public SurveyedData(final LabelledData data, final Consumer<DataSummary> surveyed) {
    this.data = data;
    this.surveyed = surveyed;
  }

  @Override
  public String name() {
    return data.name();
  }

  @Override
  public TextForm form() {
    return data.form();
  }

  @Override
  public void forEach(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    if (isCounted) {
      data.forEach(consumer);
    } else {
      final DataSummary summary = data.survey(consumer);
      isCounted = true;
      surveyed.accept(summary);
    }
  }
}
