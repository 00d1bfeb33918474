package io.labelstream.train.evaluate;

import io.labelstream.model.ClassifierSession;
import io.labelstream.model.Labels;
import io.labelstream.model.Predictions;
import io.labelstream.model.ScoreMeaning;
import io.labelstream.model.TextClassifier;
import io.labelstream.train.evaluate.RetrievalReport.By;
import io.labelstream.train.evaluate.RetrievalReport.Missing;
import io.labelstream.train.evaluate.RetrievalReport.Search;
import io.labelstream.train.evaluate.RetrievalReport.Time;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures search by the vectors of a model, in the calling thread: by comparing each query with the vectors of all documents, and by the model's own labels
 * where these are documents.
 */
public final class RetrievalEvaluation {
  /** The time of fewer queries says little. */
  public static final int FEWEST_TIMED = 1_000;

  private static final int AGREEMENT_DEPTH = 10;

  private final TextClassifier classifier;
  private final TextVectors vectors;
  private final RetrievalData data;
  private final List<String> queries;
  private final Optional<Double> microsOfEncoding;

  private RetrievalEvaluation(final TextClassifier classifier, final RetrievalData data) {
    this.classifier = classifier;
    this.vectors = new TextVectors(classifier);
    this.data = data;
    this.queries = data.queries().keySet().stream().filter(data.relevant()::containsKey).toList();
    this.microsOfEncoding = micros(() -> queries.forEach(query -> vectors.unit(text(query))));
  }

  /** True if the labels of a model are the documents near to a text. */
  public static boolean findsDocuments(final TextClassifier classifier) {
    return classifier.description().score() == ScoreMeaning.SIMILARITY && classifier.labels().size() > 0;
  }

  /**
   * Searches for each query that has a relevant document.
   *
   * @param data with documents, unless the model {@linkplain #findsDocuments finds} some
   * @throws IllegalArgumentException if the model gives no vectors, or there is nothing to search in
   */
  public static RetrievalReport of(final TextClassifier classifier, final RetrievalData data) {
    if (data.documents().isEmpty() && !findsDocuments(classifier)) {
      throw new IllegalArgumentException("there are no documents, neither in the data nor in the model");
    }
    return new RetrievalEvaluation(classifier, data).report();
  }

  private RetrievalReport report() {
    final List<Search> searches = new ArrayList<>();
    final Optional<List<List<String>>> exact = data.documents().map(documents -> exact(documents, searches));
    if (findsDocuments(classifier)) {
      searches.add(model(exact));
    }
    final long unknown = queries.stream().map(query -> vectors.unit(text(query))).filter(vector -> TextVectors.dot(vector, vector) == 0).count();
    return new RetrievalReport(data.source(), queries.size(), unknown, missing(), searches, vectors.dimensions(), classifier.description().fileBytes());
  }

  private Missing missing() {
    final Set<String> documents = new HashSet<>(data.documents().map(Map::keySet).orElseGet(Set::of));
    if (findsDocuments(classifier)) {
      IntStream.range(0, classifier.labels().size()).mapToObj(classifier.labels()::name).forEach(documents::add);
    }
    return new Missing(
        data.relevant().keySet().stream().filter(query -> !data.queries().containsKey(query)).count(),
        data.relevant().values().stream().flatMap(Set::stream).distinct().filter(document -> !documents.contains(document)).count());
  }

  private byte[] text(final String query) {
    return data.queries().getOrDefault(query, new byte[0]);
  }

  private List<List<String>> exact(final Map<String, byte[]> documents, final List<Search> searches) {
    final List<String> ids = List.copyOf(documents.keySet());
    try (VectorScan scan = VectorScan.of(ids.stream().map(id -> vectors.unit(documents.getOrDefault(id, new byte[0]))), ids.size(), vectors.dimensions())) {
      final List<List<String>> found = new ArrayList<>();
      final Optional<Double> micros = micros(() -> {
        found.clear();
        for (final String query : queries) {
          found.add(Arrays.stream(scan.nearest(vectors.unit(text(query)), RetrievalSums.DEPTH)).mapToObj(ids::get).toList());
        }
      });
      searches.add(search(By.EXACT, ids.size(), scan.bytes(), found, Optional.empty(), micros));
      return found;
    }
  }

  private Search model(final Optional<List<List<String>>> exact) {
    final ClassifierSession session = classifier.newSession();
    final Labels labels = classifier.labels();
    // Times are those of ten documents, as a slot would ask for.
    final Predictions few = new Predictions(Math.min(AGREEMENT_DEPTH, labels.size()), 0f);
    final Optional<Double> micros = micros(() -> queries.forEach(query -> session.classify(text(query), 0, text(query).length, few)));
    final Predictions many = new Predictions(Math.min(RetrievalSums.DEPTH, labels.size()), 0f);
    final List<List<String>> found = new ArrayList<>();
    final List<List<String>> best = new ArrayList<>();
    for (final String query : queries) {
      session.classify(text(query), 0, text(query).length, many);
      found.add(IntStream.range(0, many.count()).mapToObj(rank -> labels.name(many.label(rank))).toList());
      session.classify(text(query), 0, text(query).length, few);
      best.add(IntStream.range(0, few.count()).mapToObj(rank -> labels.name(few.label(rank))).toList());
    }
    return search(
        By.MODEL, labels.size(), classifier.memory().residentBytes() + classifier.memory().mappedBytes(), found, exact.map(all -> agreement(all, best)), micros);
  }

  private static double agreement(final List<List<String>> exact, final List<List<String>> found) {
    long all = 0;
    long hits = 0;
    for (int query = 0; query < exact.size(); query++) {
      final Set<String> those = Set.copyOf(found.get(query));
      all += Math.min(exact.get(query).size(), AGREEMENT_DEPTH);
      hits += exact.get(query).stream().limit(AGREEMENT_DEPTH).filter(those::contains).count();
    }
    return all == 0 ? 1 : (double) hits / all;
  }

  private Search search(
      final By by, final long documents, final long bytes, final List<List<String>> found, final Optional<Double> agreement, final Optional<Double> micros) {
    final RetrievalSums sums = new RetrievalSums();
    for (int query = 0; query < queries.size(); query++) {
      sums.add(data.relevant().getOrDefault(queries.get(query), Set.of()), found.get(query));
    }
    return new Search(by, documents, bytes, sums.recalls(), sums.reciprocalRank(), sums.ndcg(), agreement,
        micros.flatMap(all -> microsOfEncoding.map(encoding -> new Time(all, encoding))));
  }

  /** Runs a pass over all queries, and times it if there are enough: the median time for a query over several passes. */
  private Optional<Double> micros(final Runnable pass) {
    if (queries.size() < FEWEST_TIMED) {
      pass.run();
      return Optional.empty();
    }
    return Optional.of(PassTimes.median(pass) / queries.size());
  }
}
