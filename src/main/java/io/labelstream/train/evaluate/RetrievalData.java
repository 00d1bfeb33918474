package io.labelstream.train.evaluate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Queries with the documents that answer them.
 *
 * @param source of the queries
 * @param queries their texts, UTF-8, by id
 * @param documents all documents, UTF-8, by id; empty: only the labels of the model are measured
 * @param relevant the ids of the documents that answer a query, by its id; ids that no query or no document has are counted
 */
public record RetrievalData(
    String source, Map<String, byte[]> queries, Optional<Map<String, byte[]>> documents, Map<String, Set<String>> relevant) {}
