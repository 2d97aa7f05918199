package io.fieldgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fieldgate.http.user.Role;
import io.fieldgate.http.user.User;
import io.fieldgate.http.user.UserFile;
import io.fieldgate.http.user.Users;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;

class LoginTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private Login login;

    @BeforeEach
    void makeAUser() throws Exception {
        Path file = folder.resolve("users.yaml");
        new UserFile(file).add("anna", PASSWORD, Role.VIEWER);
        login = new Login(Users.load(file));
    }

    @Test
    void whoeverGuessesFromEachAddressOfANetworkOfVersion6IsSlowedDownAsOne() {
        List<Integer> answers = new ArrayList<>();
        for (int host = 0; host < 20; host++) {
            answers.add(refused("2001:db8:1:2:0:0:0:" + host));
        }

        assertThat(answers).contains(429);
        assertThat(enter("2001:db8:1:3:0:0:0:1", PASSWORD).name()).isEqualTo("anna");
    }

    @Test
    void whatAClientSaysOfItsAddressCountsForNothing() {
        List<Integer> answers = new ArrayList<>();
        for (int host = 0; host < 20; host++) {
            MockHttpServletRequest request = request("192.0.2.1");
            request.addHeader("X-Forwarded-For", "198.51.100." + host);
            request.addHeader("Forwarded", "for=198.51.100." + host);
            answers.add(catchThrowableOfType(Problem.class, () -> login.enter(request, "anna", "wrong"))
                    .status());
        }

        assertThat(answers).contains(429);
    }

    private int refused(String address) {
        return catchThrowableOfType(Problem.class, () -> enter(address, "wrong"))
                .status();
    }

    private User enter(String address, String password) {
        return login.enter(request(address), "anna", password);
    }

    private static MockHttpServletRequest request(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/session");
        request.setRemoteAddr(address);
        return request;
    }
}
