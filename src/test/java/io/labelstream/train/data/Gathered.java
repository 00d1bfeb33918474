package io.labelstream.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An example as a value. */
record Gathered(String text, List<String> labels) {
  static Gathered of(final String text, final String... labels) {
    return new Gathered(text, List.of(labels));
  }

  static List<Gathered> all(final ExampleSource source) throws IOException, TrainingDataException {
    final List<Gathered> all = new ArrayList<>();
    source.forEach(example -> all.add(new Gathered(example.decoded(), example.labels())));
    return all;
  }
}
