package io.datasync.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastPortTest {
    @TempDir
    private Path directory;

    @Test
    void aPortIsKeptFromOneStartToTheNext() {
        int port = new LastPort(directory).orFree();
        new LastPort(directory).keep(port);
        assertEquals(port, new LastPort(directory).orFree());
    }

    @Test
    void aPortThatAnotherProgramHasIsLeftToIt() throws Exception {
        int port = LoopbackPort.free();
        new LastPort(directory).keep(port);
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertNotEquals(other.getLocalPort(), new LastPort(directory).orFree());
        }
    }

    @Test
    void whatIsNoPortOfOursIsPassedOver() throws Exception {
        for (String text : new String[] {"", "no port", "0", "80", "40000", "99999"}) {
            Files.writeString(directory.resolve("port"), text);
            assertTrue(LoopbackPort.isFree(new LastPort(directory).orFree()), text);
        }
    }
}
