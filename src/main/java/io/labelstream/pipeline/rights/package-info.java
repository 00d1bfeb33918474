/** The rights that brokers with ACLs have to give: for the documentation, for the commands that give them, and for the check at the start. */
@NullMarked
package io.labelstream.pipeline.rights;

import org.jspecify.annotations.NullMarked;
