package io.fieldgate.notify;

import io.fieldgate.contract.SinkContract;
import io.fieldgate.contract.SinkFixture;

class WebhookSinkContractIT extends SinkContract {
    @Override
    protected SinkFixture fixture() {
        return new WebhookSink();
    }
}
