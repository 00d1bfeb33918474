package io.labelstream.train;

/**
 * What the help of {@code train} and {@code tune} says of a family.
 *
 * @param classifier what it trains, with its article, such as {@code a fastText classifier}
 * @param file the file that {@code train} writes, with its article
 * @param searched the settings that {@code tune} searches, at the start of a sentence
 * @param example options of the family, as on a command line; empty for none
 */
public record FamilyHelp(String classifier, String file, String searched, String example) {}
