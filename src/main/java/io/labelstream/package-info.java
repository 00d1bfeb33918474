/**
 * Real-time text classification inside Kafka Streams: {@link io.labelstream.ModelRollout} for topologies of other programs, and the words that all packages
 * use, each for one thing.
 *
 * <p>Users of the library need this package, {@link io.labelstream.topology}, {@link io.labelstream.wire}, {@link io.labelstream.model} and {@link
 * io.labelstream.model.load}. All others are internal, and change without notice.
 *
 * <h2>Texts and labels</h2>
 *
 * <dl>
 *   <dt>slot
 *   <dd>A classification task of a pipeline, such as {@code language}. It has one model at a time, and a place of its own in each label record.
 *   <dt>label
 *   <dd>A class that a model knows, with a score for each text. Files and fastText's tools write it with the prefix {@code __label__}, records without.
 *   <dt>event time
 *   <dd>The timestamp of a record. It decides which version labels the record, whenever and wherever this happens.
 *   <dt>dead letter
 *   <dd>A record that cannot be labelled, on a topic of its own with its original bytes and the reason.
 *   <dt>instance
 *   <dd>One process of a pipeline. Instances with the same application id share the partitions; together they are the fleet.
 *   <dt>sign of life
 *   <dd>A record by which an instance says, several times in each lead, that it is there.
 * </dl>
 *
 * <h2>Models</h2>
 *
 * <dl>
 *   <dt>family
 *   <dd>A kind of model, with a form of file and a way to classify of its own, such as {@code fasttext}.
 *   <dt>ensemble
 *   <dd>A model made of others, its members, whose scores it averages.
 *   <dt>artefact
 *   <dd>The bytes of a model, known by location, size and SHA-256.
 *   <dt>version
 *   <dd>A model of a slot, known by name and version. The two stand for the same bytes for ever.
 *   <dt>base version
 *   <dd>The version that the configuration names. It is live from the beginning.
 *   <dt>golden sample
 *   <dd>A text with the labels and scores that a model gave it when it was made. Whoever opens the model later checks that it still gives them.
 *   <dt>card
 *   <dd>A text for people about a model: its data, settings, figures and licence.
 *   <dt>session
 *   <dd>The working memory of one thread that classifies with a shared model.
 *   <dt>arena
 *   <dd>The memory outside the heap that an open model owns. It is allocated when the model is opened, and freed as a whole.
 *   <dt>derived table
 *   <dd>A part of an arena that is computed from the weights, and only makes the model faster.
 * </dl>
 *
 * <h2>Features</h2>
 *
 * <dl>
 *   <dt>token
 *   <dd>A run of bytes between white space. A word is a token that the model knows by itself.
 *   <dt>n-gram
 *   <dd>A few neighbours as one feature: tokens in a row (a word n-gram), or characters in a row within a token (a character n-gram).
 *   <dt>subword
 *   <dd>A character n-gram of a token. It gives a hint about words that the model has never seen.
 *   <dt>bucket
 *   <dd>The hash of an n-gram, in the range that the model was trained with. N-grams with the same bucket share a row.
 *   <dt>row
 *   <dd>The vector of a word or bucket. The output layer scores the mean of the rows of a text's features.
 *   <dt>pruned
 *   <dd>Without the rows that matter least. N-grams whose bucket has lost its row are not features.
 *   <dt>codebook
 *   <dd>A list of 256 short vectors, the centroids. A quantised row is stored as a few codes, each the number of a centroid.
 *   <dt>embedding
 *   <dd>The vector of a word in a network for short texts.
 *   <dt>word slot
 *   <dd>A place for a word at the entrance of such a network. There are 32; those behind the last word of a text are empty.
 *   <dt>enhancement
 *   <dd>A part of such a network that changes the embeddings of a text by its other words.
 *   <dt>cluster
 *   <dd>Labels whose texts are similar, or a label with many texts by itself.
 *   <dt>shortlist
 *   <dd>The labels of the clusters that fit a text best. A network with clusters scores these alone. The shortlist recall is the share of a text's labels in it.
 * </dl>
 *
 * <h2>Rollouts</h2>
 *
 * <dl>
 *   <dt>control topic
 *   <dd>The topic with announcements and verdicts. Its records alone decide which version labels a record of the input.
 *   <dt>announcement
 *   <dd>A record of the control topic that gives a version traffic in a slot, from an event time on. It never changes.
 *   <dt>traffic
 *   <dd>The use of an announced version: live (labels), canary (labels the records of some keys), shadow (is compared with the live one), staged (is only
 *   prepared) or withdrawn (is used no more).
 *   <dt>verdict
 *   <dd>A record of the control topic with the finding of an instance on an announcement: a proof or a veto.
 *   <dt>proof
 *   <dd>The verdict that an instance has opened the model, and that the model gives its golden samples their labels.
 *   <dt>veto
 *   <dd>The verdict that an instance cannot take the model, with a code. In time, it makes the announcement void.
 *   <dt>entry
 *   <dd>An accepted announcement at its place on the timeline. It is pending until the first proof, and counts or is void afterwards.
 *   <dt>timeline
 *   <dd>The versions of one slot over event time, computed from its entries that count.
 *   <dt>lead
 *   <dd>The least time from a proof to the first event time that it may touch. All instances prepare the version within it.
 *   <dt>effective time
 *   <dd>The event time from which an entry counts.
 *   <dt>confirmed
 *   <dd>Of an event time: the instance has read every announcement that may touch it.
 *   <dt>retroactive
 *   <dd>Allowed to count for event times that may be labelled already.
 *   <dt>hold
 *   <dd>The claim of a task on an open model. A model that is held is not closed.
 *   <dt>linger
 *   <dd>The time that a model stays open after its last use.
 * </dl>
 */
@NullMarked
package io.labelstream;

import org.jspecify.annotations.NullMarked;
