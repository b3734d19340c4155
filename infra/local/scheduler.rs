//! Fires JOBS after their schedules, as EventBridge Scheduler does: at each stroke of the clock, and first at the start, so that
//! what was due while the machine was off is done. What the table's stream starts on AWS, mail to be delivered, is looked for
//! every second here.

use crate::residue::Residue;
use functions::JOBS;
use shared::endpoint::{JobRoute, Schedule};
use shared::world::World;
use std::sync::Arc;
use std::time::Duration;

/// Runs the schedules until the task is dropped.
pub async fn run(world: Arc<World>, residue: Residue) {
    let mut due: Vec<_> = JOBS.iter().map(|job| (job, world.clock.now())).collect();
    loop {
        let now = world.clock.now();
        for (job, stroke) in &mut due {
            let struck_at = (now >= *stroke).then_some(now);
            if struck_at.is_some() || job.spec.on_outbox {
                // The job's own log line says how it went; the next stroke tries again.
                let _logged = residue.after(job.spec.name, (job.call)(&world, struck_at)).await;
            }
            if struck_at.is_some() {
                *stroke = strokes(job).next_after(now);
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

// Every so many minutes, for a job of the calendar, too.
const fn strokes(job: &JobRoute) -> Schedule {
    Schedule::EveryMinutes(job.spec.schedule.stroke_minutes())
}
