package io.labelstream.train;

/**
 * The texts about a family in the help of {@code train} and {@code tune}.
 *
 * @param classifier the kind of model that it trains, with its article, such as {@code a fastText classifier}
 * @param file the file that {@code train} writes, with its article
 * @param searched the settings that {@code tune} searches, at the start of a sentence
 * @param example options of the family, as on a command line; empty for none
 */
public record FamilyHelp(String classifier, String file, String searched, String example) {}
