package io.labelstream.train.inception.family;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.EndOfLine;
import io.labelstream.model.Predictions;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.ShortlistRecall;
import io.labelstream.train.data.Example;
import io.labelstream.train.data.ExampleSource;
import io.labelstream.train.data.TrainingDataException;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;

/** Counts the labels of texts that are in the shortlists of a network: these are all that it gives a text if it may give any number. For one thread. */
final class ShortlistMeter {
  private final ClassifierSession session;
  private final Predictions predictions;
  private final Object2IntOpenHashMap<String> ids = new Object2IntOpenHashMap<>();
  private long texts;
  private long labels;
  private long listed;
  private long found;

  private ShortlistMeter(final TextClassifier classifier) {
    this.session = classifier.newSession(EndOfLine.IMPLIED);
    this.predictions = new Predictions(classifier.labels().size(), 0f);
    ids.defaultReturnValue(-1);
    for (int id = 0; id < classifier.labels().size(); id++) {
      ids.put(classifier.labels().name(id), id);
    }
  }

  static ShortlistRecall measure(final TextClassifier classifier, final ExampleSource texts) throws IOException, TrainingDataException {
    final ShortlistMeter meter = new ShortlistMeter(classifier);
    texts.forEach(meter::count);
    return new ShortlistRecall(meter.labels, meter.found, meter.texts == 0 ? 0 : (double) meter.listed / meter.texts);
  }

  private void count(final Example example) {
    session.classify(example.text(), example.offset(), example.length(), predictions);
    texts++;
    listed += predictions.count();
    for (final String name : example.labels()) {
      final int label = ids.getInt(name);
      if (label >= 0) {
        labels++;
        found += isListed(label);
      }
    }
  }

  private int isListed(final int label) {
    for (int rank = 0; rank < predictions.count(); rank++) {
      if (predictions.label(rank) == label) {
        return 1;
      }
    }
    return 0;
  }
}
