import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type System, sitesNow } from '../ask/sites.ts';
import { systemOf } from '../ask/systems.ts';
import { healthOfSystem, rateOf } from '../parts/health.ts';
import { Mark } from '../parts/Mark.tsx';
import { useMayOperate } from '../parts/mayOperate.ts';
import { PageHead } from '../parts/PageHead.tsx';
import { Told } from '../parts/Told.tsx';
import { titleOf } from '../parts/words.ts';
import { Connection } from './Connection.tsx';
import { Disturbances } from './Disturbances.tsx';
import { Interfaces } from './Interfaces.tsx';
import { Limits } from './Limits.tsx';
import { PauseInterface, PauseSystem } from './Pause.tsx';
import { SystemLog } from './SystemLog.tsx';
import styles from './SystemPage.module.css';
import { sayKind } from './sayKind.ts';
import { TestConnection } from './TestConnection.tsx';
import { WindowCalendar } from './WindowCalendar.tsx';

const route = getRouteApi('/inside/systems/$system');

export function SystemPage() {
  const { system: code } = route.useParams();
  return (
    <Told of={useQuery(sitesNow)} page>
      {({ sites }) => {
        const site = sites.find(({ systems }) => systems.some((each) => each.code === code));
        const system = site?.systems.find((each) => each.code === code);
        return site && system ? (
          <Found site={site.code} system={system} />
        ) : (
          <PageHead title={`There is no system ${code}`}>
            The landscape that is in force names none of this code.
          </PageHead>
        );
      }}
    </Told>
  );
}

function Found({ site, system }: { site: string; system: System }) {
  const { code, interfaces } = system;
  const detail = useQuery(systemOf(code));
  const may = useMayOperate(site);
  return (
    <>
      <PageHead
        title={titleOf(code)}
        mark={<Mark health={healthOfSystem(system)} size={22} />}
        actions={may && detail.data && <PauseSystem detail={detail.data} />}
      >
        {sayKind(system)}, at{' '}
        <Link to="/sites/$site" params={{ site }}>
          {titleOf(site)}
        </Link>
      </PageHead>
      <div className={styles['connect']}>
        {detail.data && <Connection detail={detail.data} />}
        {may && <TestConnection system={code} />}
      </div>
      <section className={styles['part']}>
        <h2>Interfaces</h2>
        <Interfaces
          site={site}
          system={code}
          interfaces={interfaces}
          {...(may && detail.data && { act: ({ id }) => <PauseInterface id={id} detail={detail.data} /> })}
        />
      </section>
      {may && <Disturbances system={code} />}
      <Told of={detail} rows={10}>
        {(data) => (
          <div className={styles['two']}>
            <WindowCalendar detail={data} />
            <Limits detail={data} perMinute={rateOf(interfaces)} />
          </div>
        )}
      </Told>
      <SystemLog system={code} site={site} />
    </>
  );
}
