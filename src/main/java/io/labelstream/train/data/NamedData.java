package io.labelstream.train.data;

import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data whose labels are ids, with the names of the labels in their place.
 *
 * @param data the data
 * @param names has a name for each label of the data: without, reading fails
 */
public record NamedData(LabelledData data, NameTable names) implements LabelledData {
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
    final Naming naming = new Naming(consumer);
    data.forEach(naming);
    naming.requireAll();
  }

  @Override
  public DataSummary survey(final ExampleConsumer consumer) throws IOException, TrainingDataException {
    final Naming naming = new Naming(consumer);
    final DataSummary summary = data.survey(naming);
    naming.requireAll();
    final Map<String, Long> labels = new LinkedHashMap<>();
    summary.labels().forEach((id, texts) -> labels.put(names.name(id).orElseThrow(), texts));
    return summary.withLabels(labels);
  }

  /** Passes examples on whose labels all have names. */
  private final class Naming implements ExampleConsumer {
    private final ExampleConsumer next;
    private final Object2LongOpenHashMap<String> unnamed = new Object2LongOpenHashMap<>();

    Naming(final ExampleConsumer next) {
      this.next = next;
    }

    @Override
    public void accept(final Example example) {
      final List<String> named = new ArrayList<>(example.labels().size());
      for (final String id : example.labels()) {
        names.name(id).ifPresentOrElse(named::add, () -> unnamed.addTo(id, 1));
      }
      if (unnamed.isEmpty()) {
        next.accept(new Example(example.text(), example.offset(), example.length(), named));
      }
    }

    void requireAll() throws TrainingDataException {
      if (unnamed.isEmpty()) {
        return;
      }
      final Optional<Character> separator = SeparatorGuess.of(unnamed);
      throw new TrainingDataException("'" + names.source() + "' has no name for " + unnamed.size() + (unnamed.size() == 1 ? " label" : " labels") + " of '"
          + name() + "', such as '" + Collections.min(unnamed.keySet()) + "', expected one for each; "
          + separator.map(between -> "name '" + between + "' as the separator of labels if they are lists").orElse("add rows for them"));
    }
  }
}
