package io.labelstream.topology;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The configuration of one slot.
 *
 * @param name the slot's name
 * @param model the model file; empty where all versions are announced on the control topic
 * @param top how many labels at most
 * @param threshold the least score
 * @param modelName the model's name in the output; empty: from the file's name
 * @param modelVersion the model's version in the output; empty: from the file's digest
 * @param condition when the slot is filled; empty: always
 */
public record SlotConfig(
    String name,
    Optional<Path> model,
    int top,
    float threshold,
    Optional<String> modelName,
    Optional<String> modelVersion,
    Optional<SlotCondition> condition) {}
