/**
 * Vector arithmetic on off-heap and heap memory.
 *
 * <p>One {@link io.labelstream.kernel.Kernels} provider is chosen when the JVM starts: the Vector API where
 * {@code jdk.incubator.vector} is present, plain loops elsewhere. Both return the same bits, and are tested against each other and against a naive double
 * implementation. {@link io.labelstream.kernel.ArrayKernels} are loops for tables in arrays.
 */
@NullMarked
package io.labelstream.kernel;

import org.jspecify.annotations.NullMarked;
