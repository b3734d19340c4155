//! Fires JOBS after their schedules. What the table's stream starts on AWS, mail to be delivered, is looked for every
//! second here.

use crate::residue::Residue;
use functions::JOBS;
use shared::world::World;
use std::sync::Arc;
use std::time::Duration;

/// Runs the schedules until the task is dropped.
pub async fn run(world: Arc<World>, residue: Residue) {
    let mut due: Vec<_> = JOBS.iter().map(|job| (job, job.spec.schedule.next_after(world.clock.now()))).collect();
    loop {
        let now = world.clock.now();
        for (job, next) in &mut due {
            if job.spec.on_outbox || now >= *next {
                // The job's own log line says how it went; the next time is tried again.
                let _logged = residue.after(job.spec.name, (job.call)(&world)).await;
                *next = job.spec.schedule.next_after(now);
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
