import { buildOf, versionOf } from '../../releases.ts'
import type { Session } from '../../sessions.ts'
import type { State } from '../../state.ts'
import { logonName } from '../../user-names.ts'
import { dataObject, dateTime, moRef } from '../values.ts'

/** The entry point: where everything else is. Names of the managers are those of a vCenter. */
export function serviceContent(state: State): Record<string, unknown> {
  const { apiRelease } = state.settings
  const version = versionOf(apiRelease)
  const build = buildOf(apiRelease)
  return dataObject('ServiceContent', {
    rootFolder: moRef('Folder', state.inventory.rootFolder),
    propertyCollector: moRef('PropertyCollector', 'propertyCollector'),
    viewManager: moRef('ViewManager', 'ViewManager'),
    about: dataObject('AboutInfo', {
      name: 'VMware vCenter Server',
      fullName: `VMware vCenter Server ${version} build-${build}`,
      vendor: 'VMware, Inc.',
      version,
      patchLevel: '00000',
      build,
      localeVersion: 'INTL',
      localeBuild: '000',
      osType: 'linux-x64',
      productLineId: 'vpx',
      apiType: 'VirtualCenter',
      apiVersion: apiRelease,
      instanceUuid: state.inventory.instanceUuid,
      licenseProductName: 'VMware VirtualCenter Server',
      licenseProductVersion: version.slice(0, version.lastIndexOf('.'))
    }),
    authorizationManager: moRef('AuthorizationManager', 'AuthorizationManager'),
    sessionManager: moRef('SessionManager', 'SessionManager'),
    perfManager: moRef('PerformanceManager', 'PerfMgr'),
    alarmManager: moRef('AlarmManager', 'AlarmManager'),
    eventManager: moRef('EventManager', 'EventManager'),
    taskManager: moRef('TaskManager', 'TaskManager'),
    searchIndex: moRef('SearchIndex', 'SearchIndex'),
    ...notSimulated()
  })
}

/** Every vCenter has them and clients go by that; here their methods and properties answer 501. */
function notSimulated(): Record<string, unknown> {
  return {
    setting: moRef('OptionManager', 'VpxSettings'),
    licenseManager: moRef('LicenseManager', 'LicenseManager'),
    extensionManager: moRef('ExtensionManager', 'ExtensionManager'),
    customFieldsManager: moRef('CustomFieldsManager', 'CustomFieldsManager'),
    scheduledTaskManager: moRef('ScheduledTaskManager', 'ScheduledTaskManager'),
    fileManager: moRef('FileManager', 'FileManager'),
    virtualDiskManager: moRef('VirtualDiskManager', 'virtualDiskManager'),
    ovfManager: moRef('OvfManager', 'OvfManager'),
    guestOperationsManager: moRef('GuestOperationsManager', 'guestOperationsManager')
  }
}

export function userSession(session: Session): Record<string, unknown> {
  return dataObject('UserSession', {
    key: session.key,
    userName: logonName(session.user),
    fullName: session.user,
    loginTime: dateTime(session.created),
    lastActiveTime: dateTime(session.lastAccessed),
    locale: 'en',
    messageLocale: 'en',
    extensionSession: false,
    ipAddress: session.remoteAddress,
    userAgent: session.userAgent,
    callCount: session.calls
  })
}
