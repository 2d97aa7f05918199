package io.fieldgate.console;

import io.fieldgate.http.Caller;
import io.fieldgate.http.Refusal;
import io.fieldgate.http.user.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpMethod;

/** Lets nobody do under {@code /api} what is not of his role. */
final class RoleFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        Role needed = Permissions.needed(HttpMethod.valueOf(request.getMethod()), request.getRequestURI());
        Caller caller = Caller.of(request);
        if (caller.mayAs(needed)) {
            next.doFilter(request, response);
        } else {
            String yours = Objects.toString(caller.role(), "none");
            Refusal.write(response, 403, "ROLE", "This needs the role " + needed + "; yours is " + yours + ".");
        }
    }
}
