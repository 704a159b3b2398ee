import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { knownPrivileges } from '../../privileges.ts'
import { rolesOf } from '../authorization.ts'
import { mostCollectors } from '../history/collector.ts'
import { eventDescription } from '../history/description.ts'
import { showEvent } from '../history/events.ts'
import { dataObject, dateTime, moRef } from '../values.ts'
import { listViews, views } from '../views.ts'
import type { Properties } from './entity.ts'
import type { Located } from './index.ts'
import { performanceProperties } from './performance.ts'
import { serviceContent, userSession } from './service.ts'

/** The service's own objects, of which there is one each. Ids are those of a vCenter. */
const managers: Record<string, { id: string; properties: (state: State, session?: Session) => Properties }> =
  {
    ServiceInstance: {
      id: 'ServiceInstance',
      properties: state => ({
        content: () => serviceContent(state),
        serverClock: () => dateTime(state.now())
      })
    },
    SessionManager: {
      id: 'SessionManager',
      properties: (state, session) => ({
        currentSession: () => session && userSession(session),
        sessionList: () => state.sessions.list('vim').map(userSession),
        defaultLocale: () => 'en',
        supportedLocaleList: () => ['en'],
        messageLocaleList: () => ['en']
      })
    },
    ViewManager: {
      id: 'ViewManager',
      properties: (_, session) => ({
        viewList: () =>
          session
            ? [
                ...views.ids(session).map(id => moRef('ContainerView', id)),
                ...listViews.ids(session).map(id => moRef('ListView', id))
              ]
            : []
      })
    },
    TaskManager: {
      id: 'TaskManager',
      properties: state => ({
        recentTask: () => state.tasks.recent().map(task => moRef('Task', task.id)),
        maxCollector: () => mostCollectors
      })
    },
    EventManager: {
      id: 'EventManager',
      properties: state => ({
        description: eventDescription,
        latestEvent: () => {
          const latest = state.events.latest()
          return latest && showEvent(state, latest)
        },
        maxCollector: () => mostCollectors
      })
    },
    AlarmManager: { id: 'AlarmManager', properties: () => ({ defaultExpression: () => [] }) },
    PerformanceManager: { id: 'PerfMgr', properties: performanceProperties },
    SearchIndex: { id: 'SearchIndex', properties: () => ({}) },
    AuthorizationManager: { id: 'AuthorizationManager', properties: authorizationProperties }
  }

export function locateManager(
  state: State,
  session: Session | undefined,
  type: string,
  id: string
): Located | undefined {
  const manager = Object.hasOwn(managers, type) ? managers[type] : undefined
  if (manager?.id !== id) return undefined
  return { type, properties: () => manager.properties(state, session) }
}

function authorizationProperties({ settings }: State): Properties {
  return {
    roleList: () =>
      rolesOf(settings).map(role =>
        dataObject('AuthorizationRole', {
          roleId: role.id,
          system: role.system,
          name: role.name,
          info: dataObject('Description', { label: role.label, summary: role.label }),
          privilege: role.privileges
        })
      ),
    privilegeList: () =>
      knownPrivileges.map(privId => {
        const cut = privId.lastIndexOf('.')
        const [name, privGroupName] = [privId.slice(cut + 1), privId.slice(0, cut)]
        return dataObject('AuthorizationPrivilege', { privId, onParent: false, name, privGroupName })
      })
  }
}
