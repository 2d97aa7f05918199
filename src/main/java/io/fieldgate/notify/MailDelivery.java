package io.fieldgate.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver by SMTP (RFC 5321), with a connection for each mail. Not by Camel's {@code smtp:}, which does not say
 * whether a server refuses a mail for ever (5xx) or for now (4xx).
 */
final class MailDelivery implements Delivery {
    private static final int LONGEST_SUBJECT = 150;
    /** Of SMTP's answers; those below say that it may go better later. */
    private static final int FIRST_PERMANENT = 500;

    private static final int LONGEST_CHAIN = 10;
    /** Of the alerts of a mail, so that its head stays short. */
    private static final int MOST_KEYS = 20;

    private final Target.Email target;
    private final Session session;

    MailDelivery(Target.Email target, Duration timeout) {
        this.target = target;
        Properties settings = new Properties();
        String millis = Long.toString(timeout.toMillis());
        settings.put("mail.smtp.connectiontimeout", millis);
        settings.put("mail.smtp.timeout", millis);
        settings.put("mail.smtp.writetimeout", millis);
        settings.put("mail.smtp.auth", Boolean.toString(!target.username().isEmpty()));
        settings.put("mail.smtp.starttls.enable", Boolean.toString(target.tls() == Target.Email.Tls.STARTTLS));
        settings.put("mail.smtp.starttls.required", Boolean.toString(target.tls() == Target.Email.Tls.STARTTLS));
        settings.put("mail.smtp.ssl.enable", Boolean.toString(target.tls() == Target.Email.Tls.TLS));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        // Whoever can be reached is; the rest is refused and told to the operator.
        settings.put("mail.smtp.sendpartial", "true");
        this.session = Session.getInstance(settings);
    }

    @Override
    public void deliver(Notice notice) throws NotDelivered {
        try (Transport transport = session.getTransport("smtp")) {
            Message mail = mail(notice);
            transport.connect(target.host(), target.port(), target.username(), target.password());
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (AuthenticationFailedException refused) {
            throw NotDelivered.ever(target.host() + " refuses the login: " + said(refused), refused);
        } catch (MessagingException failed) {
            String message = target.host() + " does not take the mail: " + said(failed);
            throw isPermanent(failed) ? NotDelivered.ever(message, failed) : NotDelivered.yet(message, failed);
        }
    }

    /** What the server said, and the client about it; the last is the most precise. */
    private static String said(MessagingException failed) {
        return chain(failed).stream()
                .map(cause -> String.valueOf(cause.getMessage())
                        .replaceAll("\\s*\\p{Cntrl}+\\s*", " ")
                        .strip())
                .collect(Collectors.joining("; "));
    }

    private static boolean isPermanent(MessagingException failed) {
        return chain(failed).stream()
                .anyMatch(cause ->
                        (cause instanceof SMTPSendFailedException sending && sending.getReturnCode() >= FIRST_PERMANENT)
                                || (cause instanceof SMTPAddressFailedException address
                                        && address.getReturnCode() >= FIRST_PERMANENT));
    }

    private static List<Exception> chain(MessagingException failed) {
        List<Exception> chain = new ArrayList<>();
        @Nullable Exception cause = failed;
        while (cause != null && chain.size() < LONGEST_CHAIN) {
            chain.add(cause);
            cause = cause instanceof MessagingException mail ? mail.getNextException() : null;
        }
        return chain;
    }

    private Message mail(Notice notice) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(target.from()));
        for (String to : target.to()) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        mail.setSubject(subject(notice), StandardCharsets.UTF_8.name());
        mail.setText(Bodies.plain(notice), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(notice.at()));
        // RFC 3834: answering machines leave it alone.
        mail.setHeader("Auto-Submitted", "auto-generated");
        for (Alert alert :
                notice.alerts().subList(0, Math.min(MOST_KEYS, notice.alerts().size()))) {
            mail.addHeader("X-Fieldgate-Dedupe-Key", alert.episode().replaceAll("[^0-9a-zA-Z-]", ""));
        }
        return mail;
    }

    private static String subject(Notice notice) {
        String count =
                notice.isFiring() ? "[FIRING:" + (notice.firing().size() + notice.truncated()) + "] " : "[RESOLVED] ";
        String group = String.join(" ", notice.group().labels().values());
        String about = group.isBlank() ? notice.alerts().get(0).rule() : group;
        String subject = (count + about).replaceAll("\\p{Cntrl}", " ");
        return subject.length() > LONGEST_SUBJECT ? subject.substring(0, LONGEST_SUBJECT) : subject;
    }
}
