/**
 * The verbs for a running pipeline: run, topics, produce, consume, broker and replay-verify.
 */
@NullMarked
package io.labelstream.cli.stream;

import org.jspecify.annotations.NullMarked;
