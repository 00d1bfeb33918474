/**
 * Converters for Logback, which let nothing into a log that is not {@linkplain io.labelstream.display.VisibleText visible}. The command line's own
 * configuration names them; so may another one, by {@code <conversionRule conversionWord="msg" class="…"/>}.
 */
@NullMarked
package io.labelstream.display.logback;

import org.jspecify.annotations.NullMarked;
