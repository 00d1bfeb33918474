package io.labelstream.model.encoder.family;

import io.labelstream.model.Labels;
import io.labelstream.model.encoder.search.DocumentSearch;
import io.labelstream.model.encoder.search.OpenDocuments;

/** Documents as labels: those nearest to a text are its labels. */
record DocumentHead(Labels labels, OpenDocuments documents) implements OpenedHead {
  @Override
  public HeadSession newSession() {
    final DocumentSearch search = documents.newSearch();
    return search::search;
  }
}
