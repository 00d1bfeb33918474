/**
 * From labelled texts to model files: reading the texts ({@code data}, {@code kafka}), training ({@code fasttext}), making small ({@code compress}), searching
 * settings ({@code tune}) and measuring ({@code evaluate}). This package holds what several of them need.
 */
@NullMarked
package io.labelstream.train;

import org.jspecify.annotations.NullMarked;
