package io.candor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Shares of memory. */
class BudgetTest {

    @Test
    void what_is_given_back_can_be_taken_again() {
        Budget budget = new Budget(10_240);
        try (Budget.Share first = budget.take(10_000, Duration.ZERO)) {
            assertThatThrownBy(() -> budget.take(1, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(429));
            first.shrink(2048);
            first.shrink(5000); // it does not grow again
            budget.take(8192, Duration.ZERO).close();
            assertThatThrownBy(() -> budget.take(8193, Duration.ZERO)).isInstanceOf(Problem.class);
        }
        budget.take(10_240, Duration.ZERO).close();
    }

    @Test
    void more_than_there_is_takes_all() {
        Budget budget = new Budget(4096);
        try (Budget.Share all = budget.take(1_000_000, Duration.ZERO)) {
            assertThatThrownBy(() -> budget.take(1, Duration.ZERO)).isInstanceOf(Problem.class);
            all.shrink(0);
            budget.take(4096, Duration.ZERO).close();
        }
    }
}
