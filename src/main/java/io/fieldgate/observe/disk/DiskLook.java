package io.fieldgate.observe.disk;

import java.io.IOException;

/** Where the numbers of a disk come from. */
public interface DiskLook {
    /** How full it is now. */
    DiskSpace now() throws IOException;
}
